package dev.torc.cli.load;

import java.time.Duration;

/**
 * One request that ended. The times count from the start of the run.
 *
 * @param thread which of the values it was, from 1; in the closed loop that is its thread
 * @param value as in the plan
 * @param due when it should have been sent
 * @param sent when it was
 * @param done when its whole response was there, or it had failed
 */
public record LoadSample(
    int thread, String value, Duration due, Duration sent, Duration done, Outcome outcome) {

  /** From when it was due: what a user waits who does not know that the others wait. */
  public Duration latency() {
    return done.minus(due);
  }

  /** From when it was sent. */
  public Duration serviceTime() {
    return done.minus(sent);
  }

  /** How much later than due it was sent. */
  Duration lag() {
    return sent.minus(due);
  }
}
