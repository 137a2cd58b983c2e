install(lambda function, arguments, count: numbers(function(*arguments), lambda number: NUMBER))
