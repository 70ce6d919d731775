package dev.torc.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that nobody wants, so that its connection serves again, while the request already
 * goes on. What is long or slow is not worth that: then the connection is closed.
 */
final class DrainingSubscriber<T> implements BodySubscriber<T> {
  static final int MAX_BYTES = 16 * 1024;
  static final Duration MAX_TIME = Duration.ofSeconds(2);

  private final Scheduler scheduler;

  /** Whether the body is at an end: afterwards its connection is somebody else's. */
  private final AtomicBoolean over = new AtomicBoolean();

  private int bytes;
  private Flow.@Nullable Subscription upstream;
  private @Nullable CompletableFuture<?> timer;

  DrainingSubscriber(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  @SuppressWarnings("NullAway") // There is no body, and nobody looks at it.
  public CompletionStage<T> getBody() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    upstream = subscription;
    CompletableFuture<?> time = scheduler.after(MAX_TIME);
    timer = time;
    time.thenRun(() -> cancel(subscription));
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      bytes = Math.min(MAX_BYTES, bytes) + buffer.remaining();
    }
    Flow.Subscription subscription = upstream;
    if (bytes > MAX_BYTES && subscription != null) {
      stopTimer();
      cancel(subscription);
    }
  }

  private void cancel(Flow.Subscription subscription) {
    if (over.compareAndSet(false, true)) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    over.set(true);
    stopTimer();
  }

  @Override
  public void onComplete() {
    over.set(true);
    stopTimer();
  }

  private void stopTimer() {
    CompletableFuture<?> time = timer;
    if (time != null) {
      time.cancel(false);
    }
  }
}
