import asyncio
import os
import time
import urllib.parse


def lambda_handler(event, context):
    return asyncio.run(reserve())


async def reserve():
    """On an event loop: a sleep, a request over a stream, two sleeps at once."""
    began = time.time()
    await asyncio.sleep(0.3)
    print(f"slept {round((time.time() - began) * 1000)} ms")
    began = time.monotonic()
    status = await asyncio.wait_for(ask(), 5)
    print(f"asked {round((time.monotonic() - began) * 1000)} ms")
    began = asyncio.get_running_loop().time()
    await asyncio.gather(asyncio.sleep(0.5), asyncio.sleep(0.2))
    print(f"slept {round((asyncio.get_running_loop().time() - began) * 1000)} ms")
    return {"status": status}


async def ask():
    api = urllib.parse.urlsplit(os.environ["API_URL"])
    reader, writer = await asyncio.open_connection(api.hostname, api.port)
    writer.write(b"GET /tables HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n")
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer.decode().split(" ")[1]
