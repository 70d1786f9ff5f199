"""A relay as operators have one: aiosmtpd with TLS and AUTH. Prints its port, then each message it takes as JSON."""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

mode, certificate, key, ways = sys.argv[1:5]


class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "user": session.auth_data,
            "tls": session.ssl is not None or mode == "implicit", "source": envelope.content.decode("ascii"),
        }), flush=True)
        return "250 2.0.0 taken"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"


def sign_in(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"mailcrm", "s\u00e9cret".encode())
    return AuthResult(success=known, handled=False, auth_data=f"{mechanism} mailcrm")


async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            Mailbox(), hostname="relay.test", loop=loop, tls_context=tls if mode == "starttls" else None,
            require_starttls=mode == "starttls", authenticator=sign_in, auth_required=ways != "none",
            auth_require_tls=mode != "implicit" and ways != "none",
            auth_exclude_mechanism=["PLAIN"] if ways == "LOGIN" else ["LOGIN"]),
        "127.0.0.1", 0, ssl=tls if mode == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
