"""The handler of the field report: it prints one line, takes seven seconds and answers 200."""

import time


def lambda_handler(event, context):
    print("Lambda 処理実行")
    time.sleep(7)
    return {"statusCode": 200, "body": "OK"}
