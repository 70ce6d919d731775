package dev.torc.routing;

import dev.torc.hash.KeyHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a request, from some of its parts: that of each value is combined with those before
 * it as Envoy combines them ({@code hash_policy.cc}), and a terminal parameter ends the list once
 * there is any hash.
 */
final class RequestHash {
  private final List<HashParam> params;
  private final KeyHash hash;

  RequestHash(List<HashParam> params, KeyHash hash) {
    this.params = params;
    this.hash = hash;
  }

  /** The hash of a request; a random number if no parameter has a value. */
  long of(RequestView request, Randomness random) {
    long sum = 0;
    boolean produced = false;
    for (int i = 0; i < params.size(); i++) {
      HashParam param = params.get(i);
      String value = value(param, request);
      if (value != null) {
        // Rotated, so that equal values do not cancel each other out.
        sum = Long.rotateLeft(sum, 1) ^ hash.hash(value);
        produced = true;
      }
      if (param.terminal() && produced) {
        break;
      }
    }
    return produced ? sum : random.nextLong();
  }

  /** The text that counts of a request, null if it has none. */
  static @Nullable String value(HashParam param, RequestView request) {
    if (param instanceof HashParam.QueryParam query) {
      String value = QueryString.first(request.query(), query.name());
      return value != null && query.decode() ? QueryString.decode(value) : value;
    }
    if (param instanceof HashParam.Header header) {
      return joined(request.header(header.name()));
    }
    if (param instanceof HashParam.Cookie cookie) {
      String value = Cookies.first(request.header("Cookie"), cookie.name());
      // As Envoy does; empty ones would all go to one endpoint.
      return value != null && value.isEmpty() ? null : value;
    }
    if (param instanceof HashParam.Path path) {
      Regex regex = path.regex();
      return regex == null ? request.path() : regex.group(request.path());
    }
    return param instanceof HashParam.Method ? request.method() : request.source();
  }

  /** What one digest over the sorted values is over. */
  private static @Nullable String joined(List<String> values) {
    return switch (values.size()) {
      case 0 -> null;
      case 1 -> values.get(0);
      default -> {
        List<String> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        yield String.join("", sorted);
      }
    };
  }
}
