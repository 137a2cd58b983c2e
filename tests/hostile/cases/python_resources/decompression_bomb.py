# A few hundred bytes that unpack to a hundred million.
# expect: failed/out-of-memory
# budget: fuel=2000000000
import base64
import zlib

PACKED = """
    eNrt3KFKg2EYhuHv1wUxuBlMlh3GEAaOgdmgWayCUbA5GHZPYnnJA1jzDKYmD0AMCybxl/0nIXzPdR3CGx9e7vv3z1XTlFJmT7/L
    r739AgAAAFRu9jbf3Y4BZdiuz84vAQAAgNpd9w963Sjwc3U8cQ4AAACo3uN4NOg+BDYPtz3nAAAAgOodfX+cdlvAS/t8eOEeAAAA
    UL1XwQAAAACIIhgAAAAAWQQDAAAAIItgAAAAAIQRDAAAAIAsggEAAACQRTAAAAAAsggGAAAAQBjBAAAAAMgiGAAAAABZBAMAAAAg
    i2AAAAAAhBEMAAAAgCyCAQAAAJBFMAAAAACyCAYAAABAGMEAAAAAyCIYAAAAAFkW49FwuwUMNu3ddKcAAMB/6DcnN6X5A2cJOyc=
"""


def f(n):
    return len(zlib.decompress(zlib.decompress(base64.b64decode(PACKED))))
