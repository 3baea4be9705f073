// The AT Protocol network, as its authors develop against it: directory (PLC), server of accounts (PDS), Bluesky's
// AppView and its moderation. Wants DB_POSTGRES_URL and REDIS_HOST; writes its addresses to the file INFO once all
// of them answer; ends with SIGTERM, or when its standard input closes because its parent is gone.
import { renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { TestNetwork } from '@atproto/dev-env'

const LAST_RESORT_MS = 8_000

async function freePort() {
  const probe = createServer().listen(0)
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

const appViewPort = await freePort()
const network = await TestNetwork.create({
  dbPostgresSchema: 'network', // letters only: the AppView puts it unquoted into SQL
  pds: { hostname: 'localhost', enableDidDocWithSession: true },
  bsky: { port: appViewPort, publicUrl: `http://localhost:${appViewPort}` },
})

async function stop() {
  setTimeout(() => process.exit(0), LAST_RESORT_MS).unref()
  try {
    await network.close()
  } catch (error) {
    console.error(error)
  }
  process.exit(0)
}
process.once('SIGTERM', stop)
process.stdin.resume().once('end', stop)

const { plc, pds, bsky, ozone } = network
const addresses = {
  plc: plc.url,
  pds: pds.url,
  bsky: bsky.url,
  bsky_did: bsky.serverDid,
  moderation: ozone.url,
  moderation_did: ozone.ctx.cfg.service.did,
}
writeFileSync(`${process.env.INFO}.part`, JSON.stringify(addresses))
renameSync(`${process.env.INFO}.part`, process.env.INFO) // whoever sees the file sees all of it
