"""A handler that fails at once, whatever it is asked."""


def lambda_handler(event, context):
    print("Lambda 処理実行")
    raise RuntimeError("The reservation system cannot be reached.")
