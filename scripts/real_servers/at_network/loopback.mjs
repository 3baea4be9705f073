// Preloaded before the network (node --import): the servers of the AT Protocol listen on every interface when they
// are not told a host, and none of their settings tells them one. Here every port opens on loopback alone.
import { Server } from 'node:net'

const HOST = '127.0.0.1'
const listen = Server.prototype.listen

const isPort = (value) => value === undefined || Number.isInteger(Number(value))

Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'function') return listen.call(this, { port: 0, host: HOST }, first)
  if (typeof first !== 'object' && isPort(first)) {
    const callback = rest.find((argument) => typeof argument === 'function')
    return listen.call(this, { port: Number(first ?? 0), host: HOST }, callback)
  }
  if (first && typeof first === 'object' && 'port' in first) {
    return listen.call(this, { ...first, host: HOST }, ...rest)
  }
  return listen.call(this, first, ...rest) // a path, or a handle that is open already
}
