package dev.torc.cli.load;

/** Hears of a run while it lasts. */
@FunctionalInterface
public interface LoadListener {

  /** Hears nothing. */
  LoadListener NONE = sample -> {};

  /** Called once, when the first requests are due. */
  default void started() {}

  /**
   * Called for one request at a time, by the thread that sent it: the next ones wait, so it should
   * be short.
   */
  void ended(LoadSample sample);
}
