package dev.torc.client;

import dev.torc.routing.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the exceptions of the JDK's client mean. */
final class Failures {
  private Failures() {}

  /** What an attempt that failed before its response says of the endpoint. */
  static Outcome outcome(Throwable failure) {
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      return Outcome.NOT_SENT;
    }
    if (failure instanceof HttpTimeoutException) {
      return Outcome.TIMED_OUT;
    }
    // What the caller's own code threw says nothing of the endpoint: send() wraps it.
    return failure instanceof IOException
            && !(failure.getCause() instanceof RuntimeException)
            && !(failure.getCause() instanceof Error)
        ? Outcome.BROKEN
        : Outcome.CANCELLED;
  }

  /** What happened, without what futures wrap it in. */
  static Throwable unwrapped(Throwable failure) {
    Throwable now = failure;
    while ((now instanceof CompletionException || now instanceof ExecutionException)
        && now.getCause() != null) {
      now = now.getCause();
    }
    return now;
  }

  /**
   * Throws it as what it is.
   *
   * @return never
   */
  static RuntimeException raise(Throwable failure) throws IOException {
    if (failure instanceof IOException problem) {
      throw problem;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException problem) {
      throw problem;
    }
    throw new IOException(failure.getMessage(), failure);
  }
}
