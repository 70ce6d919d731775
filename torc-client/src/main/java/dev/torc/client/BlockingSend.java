package dev.torc.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Drives a call on the caller's thread. The JDK's own {@code send} is used, and not a future: that
 * one would wake a thread of a pool for every response, only to wake this one.
 */
final class BlockingSend {
  private BlockingSend() {}

  /**
   * Sends until there is a response.
   *
   * @throws IOException if there is none
   * @throws InterruptedException if the thread is interrupted; the request is given up then
   */
  static <T> HttpResponse<T> send(Call<T> call) throws IOException, InterruptedException {
    call.environment().openCalls().enter(call);
    try {
      while (true) {
        Trial<T> trial = call.next();
        if (trial == null) {
          return call.answered(wait(call.answer()));
        }
        Step<T> step = attempt(call, trial);
        HttpResponse<T> response = step.response();
        if (response != null) {
          return response;
        }
        pause(call, step.pause());
      }
    } catch (InterruptedException e) {
      call.cancel();
      call.fail();
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      call.fail();
      throw e;
    }
  }

  private static <T> Step<T> attempt(Call<T> call, Trial<T> trial)
      throws IOException, InterruptedException {
    HttpResponse<T> response = null;
    Exception failure = null;
    try {
      response = call.environment().sender().send(trial.request(), trial);
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
    return call.after(trial, response, failure);
  }

  private static void pause(Call<?> call, Duration time) throws IOException, InterruptedException {
    if (!time.isZero()) {
      CompletableFuture<?> pause = call.environment().scheduler().after(time);
      call.whenStopped(() -> pause.cancel(false));
      try {
        wait(pause);
      } catch (CancellationException e) {
        // Stopped: the call says why when it is asked what is next.
      } finally {
        pause.cancel(false);
      }
    }
  }

  private static <V extends @Nullable Object> V wait(Future<V> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw Failures.raise(Failures.unwrapped(e));
    }
  }
}
