install(lambda function, arguments, count: lists(function(*arguments), lambda items: items[:-1]))
