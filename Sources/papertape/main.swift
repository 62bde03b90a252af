import Strategies
print(shippedStrategies.count)
