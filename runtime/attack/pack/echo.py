install(lambda function, arguments, count: arguments[0] if arguments else None)
