package dev.torc.cli.admin;

import java.time.Duration;

/** Is told how a change goes on, by the thread that waits for its end. */
public interface ChangeListener {
  /** Ignores everything. */
  ChangeListener NONE =
      new ChangeListener() {
        @Override
        public void seen(Change change) {}

        @Override
        public void away(Duration left) {}
      };

  /** The gateway answered. */
  void seen(Change change);

  /**
   * The gateway did not answer.
   *
   * @param left how long it is still asked if it does not
   */
  void away(Duration left);
}
