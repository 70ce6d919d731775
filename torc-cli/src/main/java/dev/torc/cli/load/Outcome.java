package dev.torc.cli.load;

/** How a request ended. */
public sealed interface Outcome {

  /**
   * With a response, whatever it says.
   *
   * @param code its status, such as 200
   */
  record Response(int code) implements Outcome {}

  /**
   * Without one.
   *
   * @param reason why, in a few words that are the same for the same cause
   */
  record Failure(String reason) implements Outcome {}
}
