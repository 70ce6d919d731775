package dev.torc.http;

/** Receives measurements; called on event loops, so it must not block. */
public interface HttpRecorder {

  /** Drops everything. */
  HttpRecorder NONE =
      new HttpRecorder() {
        @Override
        public void connections(int open) {}

        @Override
        public void connectionRefused() {}

        @Override
        public void responded(String method, int status, long nanos) {}
      };

  /** How many connections are open, after one came or went. */
  void connections(int open);

  /** A connection was closed at once: there were too many. */
  void connectionRefused();

  /**
   * A response was written.
   *
   * @param method one of the methods of RFC 9110, else {@code other}: clients cannot make up label
   *     values
   * @param nanos from the end of the request to the end of the response
   */
  void responded(String method, int status, long nanos);
}
