package dev.torc.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Drives a call by futures: no thread waits for a response or during a pause. */
final class AsyncSend<T> {
  private final Call<T> call;
  private final CallFuture<HttpResponse<T>> result;

  /** What the call waits for. */
  private volatile @Nullable Future<?> waiting;

  private AsyncSend(Call<T> call) {
    this.call = call;
    this.result = new CallFuture<>(call::cancel);
  }

  /** Starts a call. What goes wrong comes by the future. */
  static <T> CompletableFuture<HttpResponse<T>> start(Call<T> call) {
    AsyncSend<T> send = new AsyncSend<>(call);
    try {
      call.environment().openCalls().enter(call);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    call.whenStopped(send::stopWaiting);
    send.step();
    return send.result;
  }

  private void step() {
    try {
      Trial<T> trial = call.next();
      if (trial == null) {
        CompletableFuture<HttpResponse<T>> answer = call.answer();
        waitFor(answer);
        answer.whenComplete(this::answered);
      } else {
        CompletableFuture<HttpResponse<T>> sent = sent(trial);
        waitFor(sent);
        sent.whenComplete((response, failure) -> received(trial, response, failure));
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private CompletableFuture<HttpResponse<T>> sent(Trial<T> trial) {
    try {
      return call.environment().sender().sendAsync(trial.request(), trial);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void received(
      Trial<T> trial, @Nullable HttpResponse<T> response, @Nullable Throwable failure) {
    try {
      Step<T> step = call.after(trial, response, failure);
      if (step.response() != null) {
        result.complete(step.response());
      } else {
        pause(step.pause());
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void answered(@Nullable HttpResponse<T> response, @Nullable Throwable failure) {
    if (response != null) {
      result.complete(call.answered(response));
    } else if (failure != null) {
      fail(Failures.unwrapped(failure));
    }
  }

  private void pause(Duration time) {
    if (time.isZero()) {
      step();
      return;
    }
    CompletableFuture<?> pause = call.environment().scheduler().after(time);
    waitFor(pause);
    pause
        .handleAsync(
            (nothing, failure) -> {
              step();
              return true;
            },
            call.environment().executor())
        .exceptionally(failure -> {
          // The executor takes no more.
          fail(Failures.unwrapped(failure));
          return false;
        });
  }

  private void waitFor(Future<?> future) {
    waiting = future;
    if (call.isStopped()) {
      future.cancel(true);
    }
  }

  private void stopWaiting() {
    Future<?> future = waiting;
    if (future != null) {
      future.cancel(true);
    }
  }

  private void fail(Throwable failure) {
    call.fail();
    result.completeExceptionally(failure);
  }
}
