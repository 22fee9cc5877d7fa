"""What the tunnels lead to: says an SSH banner and then repeats what it hears, one word without end."""

import asyncio
import sys

FETCH = b"fetch"


async def serve(reader, writer):
    try:
        writer.write(b"SSH-2.0-Target_1.0\r\n")
        while data := await reader.read(65536):
            while data == FETCH:
                writer.write(data * 1000)
                await writer.drain()
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main(port):
    for host in ("127.0.0.1", "::1"):
        await asyncio.start_server(serve, host, port, reuse_address=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
