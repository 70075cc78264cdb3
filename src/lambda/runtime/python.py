"""
The runtime for Python: asks the Runtime API for events, gives them to the handler and posts what it answers, as AWS's
managed runtimes do (observed in aws-lambda-python-runtime-interface-client).

    python3 -u python.py <folder with the code>
"""

import os

# Before anything else: what takes the time from a module when it is loaded has to find the simulated one.
if "RINGONCE_TIME" in os.environ:
    import simulated_time

    del os.environ["RINGONCE_TIME"]
    simulated_time.install()

import decimal
import importlib
import json
import logging
import socket
import sys
import time
import traceback


class RuntimeFault(Exception):
    """An error of the runtime itself, or of the code that it could not load."""

    def __init__(self, name, message, trace=()):
        super().__init__(message)
        self.error_type = "Runtime." + name
        self.trace = list(trace)


class RuntimeApi:
    """One connection. http.client would do, but takes longer to import than the rest of this file takes to run."""

    def __init__(self, address):
        host, _, port = address.partition(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.socket.makefile("rb")

    def next(self, before=b""):
        """The next event. `before` is a request that goes out with the one for the event."""
        self.socket.sendall(before + request("GET", "/invocation/next"))
        if before:
            self.receive()
        return self.receive()

    def post(self, message):
        self.socket.sendall(message)
        self.receive()

    def receive(self):
        if not self.answers.readline():
            sys.exit(1)  # The bench has gone, or wants nothing more of this process.
        headers = {}
        for line in iter(self.answers.readline, b"\r\n"):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return headers, self.answers.read(int(headers["content-length"]))


def request(method, path, body=b"", **headers):
    lines = [f"{method} /2018-06-01/runtime{path} HTTP/1.1", "Host: runtime", f"Content-Length: {len(body)}"]
    lines += [f"Lambda-Runtime-{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines + ["", ""]).encode("ascii", "replace") + body


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = CognitoIdentity()
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        print_event(str(message))


class LambdaLogHandler(logging.Handler):
    """The root logger's handler: one log event a record."""

    request_id = ""

    def __init__(self):
        super().__init__()
        form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
        formatter = logging.Formatter(form, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        self.setFormatter(formatter)

    def emit(self, record):
        record.aws_request_id = self.request_id
        print_event(self.format(record))


class LambdaEncoder(json.JSONEncoder):
    """DynamoDB's numbers are Decimals; AWS's runtime writes them as numbers too."""

    def default(self, value):
        if isinstance(value, decimal.Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return super().default(value)


def main(code_folder):
    # One stream, so that the order of what is printed is kept.
    os.dup2(1, 2)
    sys.path[0] = code_folder
    log_handler = LambdaLogHandler()
    logging.getLogger().addHandler(log_handler)
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])

    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        fault = describe(error, "")
        log_error(fault)
        api.post(request("POST", "/init/error", to_json(fault), Function_Error_Type=fault["errorType"]))
        sys.exit(1)

    answer = b""
    while True:
        headers, body = api.next(answer)
        request_id = headers["lambda-runtime-aws-request-id"]
        invocation_id = headers["lambda-runtime-invocation-id"]
        log_handler.request_id = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
        path = f"/invocation/{request_id}"
        try:
            result = to_json(handler(json.loads(body), LambdaContext(headers)))
            answer = request("POST", f"{path}/response", result, Invocation_Id=invocation_id)
        except Exception as error:  # Not SystemExit: that ends the process, as it does on AWS.
            fault = describe(error, request_id)
            log_error(fault)
            types = {"Invocation_Id": invocation_id, "Function_Error_Type": fault["errorType"]}
            answer = request("POST", f"{path}/error", to_json(fault), **types)


def load(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise RuntimeFault("MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = f"Cannot use built-in module {module_name} as a handler module"
        raise RuntimeFault("BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault("ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise RuntimeFault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    if not hasattr(module, function_name):
        raise RuntimeFault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def to_json(result):
    if isinstance(result, bytes):
        return result
    try:
        return json.dumps(result, cls=LambdaEncoder).encode()
    except Exception as error:
        raise RuntimeFault("MarshalError", f"Unable to marshal response: {error}")


def describe(error, request_id):
    if isinstance(error, RuntimeFault):
        error_type, trace = error.error_type, error.trace
    else:
        error_type = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        trace = traceback.format_list([frame for frame in frames if frame.filename != __file__])
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def log_error(fault):
    lines = [f"[ERROR] {fault['errorType']}: {fault['errorMessage']}", "Traceback (most recent call last):"]
    print_event("\n".join(lines + [trace.rstrip("\n") for trace in fault["stackTrace"]]))


def print_event(message):
    # A carriage return keeps a message of several lines one log event.
    sys.stdout.write(message.replace("\n", "\r") + "\n")


main(sys.argv[1])
