/* Passkeys: asks the browser for a key and puts its answer into the form that is then sent.
   Forms say what they do: data-passkey="enter" (options are fetched), "prove", "add". */
(() => {
  "use strict";

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = Array.from(new Uint8Array(buffer), (code) => String.fromCharCode(code)).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const answer = (credential) => {
    const given = credential.response;
    const response = { clientDataJSON: text(given.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (given[part]) response[part] = text(given[part]);
    }
    if (given.getTransports) response.transports = given.getTransports();
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const make = ({ publicKey }) =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: keys(publicKey.excludeCredentials),
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });

  const use = ({ publicKey }) =>
    navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: keys(publicKey.allowCredentials),
      },
    });

  const written = () => JSON.parse(document.getElementById("passkey-options").textContent);
  const fetched = async (form) => {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(`options: ${reply.status}`);
    return (await reply.json()).request_options;
  };
  const ways = {
    add: async () => make(written()),
    prove: async () => use(written()),
    enter: async (form) => use(await fetched(form)),
  };

  const run = async (form, button) => {
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      const credential = await ways[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(answer(credential));
      form.submit();
    } catch (error) {
      failed.hidden = false;
      console.warn(error);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  /* Browsers bind keys to a name: an address made of numbers can have none. */
  const isNumber = /^[\d.]+$|:/.test(location.hostname);
  const able = window.isSecureContext && "PublicKeyCredential" in window && !isNumber;
  for (const part of document.querySelectorAll("[data-passkey-unable]")) part.hidden = able;
  if (!able) return;
  for (const part of document.querySelectorAll("[data-passkey-or]")) part.hidden = false;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    const button = form.querySelector("[data-passkey-start]");
    form.hidden = false;
    button.addEventListener("click", () => run(form, button));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form, button);
    });
  }
})();
