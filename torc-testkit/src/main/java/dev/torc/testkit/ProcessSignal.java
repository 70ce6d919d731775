package dev.torc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java itself cannot send. */
public enum ProcessSignal {
  /** Stops a process where it is: its sockets stay open and nothing is answered. */
  STOP,
  /** Lets it go on. */
  CONT;

  /**
   * Sends it, and waits until it is sent.
   *
   * @throws IllegalStateException if it cannot be sent, for one because the process has ended
   */
  public void send(ProcessHandle process) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name() + " " + process.pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
