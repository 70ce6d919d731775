package dev.torc.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be closed the last first. Safe for use by any number of threads. */
final class Parts implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Parts.class.getName());

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /** Closes it with the others. */
  synchronized <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "cannot close a part of the gateway", e);
      }
    }
  }
}
