package dev.torc.cli;

import dev.torc.config.DurationText;
import dev.torc.routing.BackendId;
import dev.torc.routing.BackendRef;
import dev.torc.routing.PathChange;
import dev.torc.routing.Retry;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.RouteFilter.RequestRedirect;
import dev.torc.routing.RouteRule;
import dev.torc.routing.RoutingException;
import dev.torc.routing.Timeouts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was decided for a request: the route, the rule, the backends and how they are used. */
final class DecisionReport {
  private final RouteDecision decision;

  /** Of the request: that of backends without one of their own. */
  private final int port;

  DecisionReport(RouteDecision decision, int port) {
    this.decision = decision;
    this.port = port;
  }

  /** Adds its lines to a table of names and values. */
  void addTo(TextTable table) {
    RouteRule rule = decision.rule();
    table.row("route", decision.route().id());
    table.row("rule", decision.ruleIndex() + (rule.name() == null ? "" : " (" + rule.name() + ")"));
    RequestRedirect redirect = rule.redirect();
    if (redirect != null) {
      table.row("redirect", text(redirect));
      return;
    }
    List<String> backends = backends();
    for (int i = 0; i < backends.size(); i++) {
      table.row(i == 0 ? "backend" : "", backends.get(i));
    }
    if (!rule.timeouts().equals(Timeouts.NONE)) {
      table.row("timeouts", text(rule.timeouts()));
    }
    if (rule.retry() != null) {
      table.row("retry", text(rule.retry()));
    }
  }

  private List<String> backends() {
    List<BackendRef> refs = decision.rule().backends();
    if (refs.size() == 1) {
      return List.of(String.valueOf(decision.backend()));
    }
    double total = refs.stream().mapToLong(BackendRef::weight).sum();
    TextTable table = new TextTable("<>");
    for (BackendRef ref : refs) {
      table.row(
          ref.backend(port).toString(),
          String.format(Locale.ROOT, "%.1f%%", 100 * ref.weight() / total));
    }
    return table.lines();
  }

  private static String text(RequestRedirect redirect) {
    List<String> texts = new ArrayList<>();
    texts.add("status " + redirect.statusCode());
    addUnlessNull("scheme", redirect.scheme(), texts);
    addUnlessNull("host", redirect.hostname(), texts);
    addUnlessNull("port", redirect.port(), texts);
    PathChange path = redirect.path();
    addUnlessNull(
        "path",
        path instanceof PathChange.ReplaceFullPath full
            ? full.value()
            : path instanceof PathChange.ReplacePrefixMatch prefix ? prefix.value() + "…" : null,
        texts);
    return String.join(", ", texts);
  }

  private static void addUnlessNull(String name, @Nullable Object value, List<String> texts) {
    if (value != null) {
      texts.add(name + " " + value);
    }
  }

  private static String text(Timeouts timeouts) {
    List<String> texts = new ArrayList<>();
    if (timeouts.request() != null) {
      texts.add(DurationText.format(timeouts.request()) + " in all");
    }
    if (timeouts.backendRequest() != null) {
      texts.add(DurationText.format(timeouts.backendRequest()) + " for an attempt");
    }
    return String.join(", ", texts);
  }

  private static String text(Retry retry) {
    String codes = retry.codes().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return retry.attempts()
        + (retry.attempts() == 1 ? " attempt" : " attempts")
        + (codes.isEmpty() ? "" : ", also after " + codes)
        + ", pauses from "
        + DurationText.format(retry.backoff());
  }

  /** Adds its fields to a JSON object; times are in seconds. */
  void addTo(Map<String, @Nullable Object> object) {
    RouteRule rule = decision.rule();
    object.put("route", decision.route().id());
    object.put("rule", decision.ruleIndex());
    object.put("ruleName", rule.name());
    RequestRedirect redirect = rule.redirect();
    BackendId backend = decision.backend();
    object.put("redirect", redirect == null ? null : redirect.statusCode());
    object.put("backend", backend == null ? null : backend.toString());
    object.put("backends", rule.backends().stream().map(this::object).toList());
    object.put("timeouts", object(rule.timeouts()));
    object.put("retry", object(rule.retry()));
  }

  private Map<String, Object> object(BackendRef ref) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("backend", ref.backend(port).toString());
    object.put("weight", ref.weight());
    return object;
  }

  private static Map<String, @Nullable Object> object(Timeouts timeouts) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("request", secondsOrNull(timeouts.request()));
    object.put("backendRequest", secondsOrNull(timeouts.backendRequest()));
    return object;
  }

  private static @Nullable BigDecimal secondsOrNull(@Nullable Duration duration) {
    if (duration == null) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(duration.getSeconds());
    BigDecimal exact = seconds.add(BigDecimal.valueOf(duration.getNano(), 9)).stripTrailingZeros();
    // Not as 1E+1.
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  private static @Nullable Map<String, @Nullable Object> object(@Nullable Retry retry) {
    if (retry == null) {
      return null;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("codes", retry.codes());
    object.put("attempts", retry.attempts());
    object.put("backoff", secondsOrNull(retry.backoff()));
    return object;
  }

  /** A failure as a JSON object. */
  static Map<String, Object> object(RoutingException failure) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("error", failure.kind());
    object.put("message", String.valueOf(failure.getMessage()));
    return object;
  }

  /** 2 for a request that makes no sense, 1 for one that goes nowhere. */
  static int exitCode(RoutingException failure) {
    return failure instanceof RoutingException.InvalidUrl ? 2 : 1;
  }
}
