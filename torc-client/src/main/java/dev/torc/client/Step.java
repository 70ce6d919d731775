package dev.torc.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows an attempt: the response for the caller, or another attempt after a pause.
 *
 * @param response null if there is to be another attempt
 */
record Step<T>(@Nullable HttpResponse<T> response, Duration pause) {

  static <T> Step<T> done(HttpResponse<T> response) {
    return new Step<>(response, Duration.ZERO);
  }

  static <T> Step<T> again(Duration pause) {
    return new Step<>(null, pause);
  }
}
