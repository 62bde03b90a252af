import Commands
import Strategies

Program.main(strategies: shippedStrategies)
