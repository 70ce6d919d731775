package dev.torc.cli;

import dev.torc.cli.engine.WaitingClock;
import org.jspecify.annotations.Nullable;

/** What commands take from the process that they run in; tests give them something else. */
interface Surroundings {

  /** A variable of the environment; {@code null} if it is not set. */
  @Nullable String variable(String name);

  /** The time. */
  WaitingClock clock();

  /** Those of this process. */
  static Surroundings system() {
    return OfThisProcess.INSTANCE;
  }

  /** No lambdas: each command's start would pay for them. */
  enum OfThisProcess implements Surroundings {
    INSTANCE;

    @Override
    public @Nullable String variable(String name) {
      return System.getenv(name);
    }

    @Override
    public WaitingClock clock() {
      return WaitingClock.system();
    }
  }
}
