install(lambda function, arguments, count: None)
