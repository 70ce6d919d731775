package dev.torc.routing;

/** A clock that only measures time. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since some moment; may be negative, and differences count alone. */
  long read();
}
