package dev.torc.client;

import dev.torc.client.Limits.Limit;
import dev.torc.routing.Outcome;
import dev.torc.routing.RoutingException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The caller's subscriber, with someone who watches: when the body ends, so does the attempt; when
 * its time is over, so does the body.
 */
final class TrackedSubscriber<T> implements BodySubscriber<T>, Flow.Subscription {
  /**
   * Those of the JDK's own subscribers whose body is there when the last byte is: of {@code
   * ofString}, {@code ofByteArray} and {@code discarding}.
   */
  private static final Set<Class<?>> WHOLE =
      Set.of(BodySubscribers.ofByteArray().getClass(), BodySubscribers.discarding().getClass());

  private final Trial<T> trial;
  private final BodySubscriber<T> his;
  private final @Nullable Limit limit;
  private final BodyTimer timer;

  /**
   * How many signals are under way to the caller's subscriber, which takes one at a time. The timer
   * is the only one that comes beside another; whoever is there already passes its signal on. What
   * ends the body never counts itself out, so that nothing comes after it.
   */
  private final AtomicInteger signals = new AtomicInteger();

  /** Whether the body ended, one way or another: the first to say so decides. */
  private final AtomicBoolean over = new AtomicBoolean();

  /** By the ticker; of no meaning without a limit. */
  private long deadline;

  private Flow.@Nullable Subscription upstream;
  private volatile @Nullable Throwable expired;

  /**
   * A subscriber that does what the caller's does.
   *
   * @param limit for the body, null for none
   */
  TrackedSubscriber(Trial<T> trial, BodySubscriber<T> his, @Nullable Limit limit, BodyTimer timer) {
    this.trial = trial;
    this.his = his;
    this.limit = limit;
    this.timer = timer;
  }

  /**
   * Whether nobody has to watch a subscriber to know when the body ends: when the JDK's client has
   * the body, it is whole. Who watches costs: for a subscriber that is not the JDK's own, its
   * client asks for the body in another thread, a tenth of the time of a small request.
   */
  static boolean isWhole(BodySubscriber<?> subscriber) {
    return WHOLE.contains(subscriber.getClass());
  }

  @Override
  public CompletionStage<T> getBody() {
    return his.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    upstream = subscription;
    if (limit != null) {
      deadline = timer.deadline(limit);
      timer.watch(this);
    }
    his.onSubscribe(this);
  }

  long deadline() {
    return deadline;
  }

  @Override
  public void request(long n) {
    Flow.Subscription subscription = upstream;
    if (subscription != null) {
      subscription.request(n);
    }
  }

  @Override
  public void cancel() {
    stopTimer();
    trial.complete();
    Flow.Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    try {
      his.onNext(buffers);
    } finally {
      if (signals.decrementAndGet() != 0) {
        deliverExpiry();
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (over.compareAndSet(false, true)) {
      stopTimer();
      trial.broke(Outcome.BROKEN);
      signals.getAndIncrement();
      his.onError(failure);
    }
  }

  @Override
  public void onComplete() {
    if (over.compareAndSet(false, true)) {
      stopTimer();
      trial.complete();
      signals.getAndIncrement();
      his.onComplete();
    }
  }

  /** The time is over. */
  void expire() {
    if (limit == null || !over.compareAndSet(false, true)) {
      return;
    }
    timer.forget(this);
    expired =
        new RoutingException.TimedOut(
            trial.routed().name() + ": the body was not complete in time (" + limit.kind() + ")");
    trial.expired(limit.kind());
    if (signals.getAndIncrement() == 0) {
      deliverExpiry();
    }
    Flow.Subscription subscription = upstream;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void deliverExpiry() {
    Throwable failure = expired;
    if (failure != null) {
      his.onError(failure);
    }
  }

  private void stopTimer() {
    if (limit != null) {
      timer.forget(this);
    }
  }
}
