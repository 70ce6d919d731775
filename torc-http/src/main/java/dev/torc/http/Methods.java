package dev.torc.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;

/** Method names as labels of metrics: a bounded set, whatever clients send. */
final class Methods {
  private static final Set<HttpMethod> KNOWN =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.PATCH,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.CONNECT);

  private Methods() {}

  static String label(HttpMethod method) {
    return KNOWN.contains(method) ? method.name() : "other";
  }
}
