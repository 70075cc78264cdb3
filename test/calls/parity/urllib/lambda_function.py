import os
import time
import urllib.request


def lambda_handler(event, context):
    """Blocking: a sleep, a request, a sleep."""
    began = time.time()
    time.sleep(0.3)
    print(f"slept {round((time.time() - began) * 1000)} ms")
    began = time.monotonic()
    with urllib.request.urlopen(os.environ["API_URL"] + "/tables", data=b"4 people", timeout=5) as response:
        response.read()
        status = response.status
    print(f"asked {round((time.monotonic() - began) * 1000)} ms")
    began = time.perf_counter()
    time.sleep(0.5)
    print(f"slept {round((time.perf_counter() - began) * 1000)} ms")
    return {"status": str(status)}
