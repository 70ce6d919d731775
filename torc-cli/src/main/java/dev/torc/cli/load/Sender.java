package dev.torc.cli.load;

/** Sends a request and waits for its end. */
interface Sender {

  /**
   * Sends the request of a value.
   *
   * @param value its index in the plan
   * @throws InterruptedException if the thread is interrupted; the request is given up
   */
  Outcome send(int value) throws InterruptedException;
}
