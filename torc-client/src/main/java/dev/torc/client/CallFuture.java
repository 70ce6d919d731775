package dev.torc.client;

import java.util.concurrent.CompletableFuture;

/**
 * A future whose cancellation gives the request up, as that of the JDK's client does; so does that
 * of the futures derived from it.
 */
final class CallFuture<T> extends CompletableFuture<T> {
  private final Runnable canceller;

  CallFuture(Runnable canceller) {
    this.canceller = canceller;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CallFuture<>(canceller);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (mayInterruptIfRunning && !isDone()) {
      canceller.run();
    }
    return super.cancel(mayInterruptIfRunning);
  }
}
