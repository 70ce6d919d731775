package dev.torc.cli.load;

import dev.torc.cli.engine.WaitingClock;

/** Sends one request and has it counted. */
final class Exchange {
  private final Sender sender;
  private final WaitingClock clock;
  private final Tally tally;

  Exchange(Sender sender, WaitingClock clock, Tally tally) {
    this.sender = sender;
    this.clock = clock;
    this.tally = tally;
  }

  /**
   * Sends now what was due at a time, and waits for its end.
   *
   * @param value its index in the plan
   * @throws InterruptedException if the thread is interrupted: the request is not counted
   */
  void make(int value, long due) throws InterruptedException {
    long sent = clock.nanoTime();
    Outcome outcome = sender.send(value);
    tally.add(value, due, sent, clock.nanoTime(), outcome);
  }
}
