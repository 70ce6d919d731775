package dev.torc.discovery;

import dev.torc.routing.BackendRef;
import dev.torc.routing.HeaderMatch;
import dev.torc.routing.HostnamePattern;
import dev.torc.routing.PathChange;
import dev.torc.routing.PathMatch;
import dev.torc.routing.QueryMatch;
import dev.torc.routing.Retry;
import dev.torc.routing.Route;
import dev.torc.routing.RouteFilter;
import dev.torc.routing.RouteFilter.RequestHeaderModifier;
import dev.torc.routing.RouteFilter.RequestRedirect;
import dev.torc.routing.RouteFilter.UrlRewrite;
import dev.torc.routing.RouteMatch;
import dev.torc.routing.RouteRule;
import dev.torc.routing.Service;
import dev.torc.routing.Timeouts;
import dev.torc.routing.ValueMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One route on its way to an {@code HTTPRoute}, with what has no place there. */
final class KubeRoute {
  private static final String NAME = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern SERVICE_NAME =
      Pattern.compile("(" + NAME + ")\\.(" + NAME + ")\\.svc\\.cluster\\.local");

  /** What may follow the slash in the name of an annotation. */
  private static final Pattern TAG =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  /** Of each unit; GEP-2257. */
  private static final long MAX_NUMBER = 99_999;

  private final Route route;
  private final String namespace;
  private final List<String> problems = new ArrayList<>();

  KubeRoute(Route route, String namespace) {
    this.route = route;
    this.namespace = namespace;
  }

  Map<String, Object> resource() {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("apiVersion", "gateway.networking.k8s.io/v1");
    resource.put("kind", "HTTPRoute");
    resource.put("metadata", metadata());
    resource.put("spec", spec());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return resource;
  }

  private void refuse(String where, String message) {
    problems.add("route " + route.id() + ": " + where + ": " + message);
  }

  private Map<String, Object> metadata() {
    if (!namespace.matches(NAME)) {
      refuse("namespace", "\"" + namespace + "\" (expected: a name of Kubernetes)");
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", route.id());
    metadata.put("namespace", namespace);
    Map<String, Object> annotations = new LinkedHashMap<>();
    route
        .tags()
        .forEach((name, value) -> {
          if (!TAG.matcher(name).matches()) {
            refuse("tags", "\"" + name + "\" (expected: what the name of an annotation may be)");
          }
          annotations.put("junctionlabs.io.route.tags/" + name, value);
        });
    putUnlessEmpty(metadata, "annotations", annotations);
    return metadata;
  }

  private Map<String, Object> spec() {
    List<Object> parents = new ArrayList<>();
    List<Object> hostnames = new ArrayList<>();
    for (HostnamePattern hostname : route.hostnames()) {
      Matcher service = SERVICE_NAME.matcher(hostname.toString());
      if (service.matches()) {
        addParents(service.group(1), service.group(2), parents);
      } else {
        hostnames.add(hostname.toString());
      }
    }
    if (!route.ports().isEmpty() && (parents.isEmpty() || !hostnames.isEmpty())) {
      String with = hostnames.isEmpty() ? "without a host name" : "with " + hostnames.get(0);
      refuse(
          "ports",
          with + " (expected: none; the Gateway API has ports only for services of Kubernetes)");
    }
    if (route.rules().isEmpty()) {
      refuse("rules", "none (expected: at least one; the Gateway API would add one for all paths)");
    }
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < route.rules().size(); i++) {
      rules.add(rule(route.rules().get(i), "rules[" + i + "]"));
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    putUnlessEmpty(spec, "parentRefs", parents);
    putUnlessEmpty(spec, "hostnames", hostnames);
    spec.put("rules", rules);
    return spec;
  }

  private void addParents(String name, String inNamespace, List<Object> parents) {
    Map<String, Object> parent = new LinkedHashMap<>();
    parent.put("group", "");
    parent.put("kind", "Service");
    parent.put("name", name);
    parent.put("namespace", inNamespace);
    if (route.ports().isEmpty()) {
      parents.add(parent);
    }
    for (int port : route.ports()) {
      Map<String, Object> withPort = new LinkedHashMap<>(parent);
      withPort.put("port", port);
      parents.add(withPort);
    }
  }

  private Map<String, Object> rule(RouteRule rule, String where) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (rule.name() != null) {
      object.put("name", rule.name());
    }
    putUnlessEmpty(object, "matches", rule.matches().stream().map(m -> match(m, where)).toList());
    putUnlessEmpty(object, "filters", rule.filters().stream().map(KubeRoute::filter).toList());
    putUnlessEmpty(object, "timeouts", timeouts(rule.timeouts(), where));
    if (rule.retry() != null) {
      object.put("retry", retry(rule.retry(), where));
    }
    List<Object> backends = new ArrayList<>();
    for (int i = 0; i < rule.backends().size(); i++) {
      backends.add(backend(rule.backends().get(i), where + ".backends[" + i + "]"));
    }
    putUnlessEmpty(object, "backendRefs", backends);
    return object;
  }

  private Map<String, Object> match(RouteMatch match, String where) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (match.path() != null) {
      object.put("path", path(match.path()));
    }
    putUnlessEmpty(object, "headers", match.headers().stream().map(KubeRoute::header).toList());
    putUnlessEmpty(
        object, "queryParams", match.queryParams().stream().map(KubeRoute::queryParam).toList());
    if (match.method() != null) {
      if (!METHODS.contains(match.method())) {
        refuse(where, "method " + match.method() + " (expected: one of the Gateway API's)");
      }
      object.put("method", match.method());
    }
    // Nothing at all matches every request; said as the Gateway API says it.
    return object.isEmpty() ? Map.of("path", typed("PathPrefix", "/")) : object;
  }

  private static Map<String, Object> path(PathMatch path) {
    if (path instanceof PathMatch.Exact exact) {
      return typed("Exact", exact.value());
    }
    return path instanceof PathMatch.Prefix prefix
        ? typed("PathPrefix", prefix.value())
        : typed("RegularExpression", ((PathMatch.RegularExpression) path).value().toString());
  }

  private static Map<String, Object> typed(String type, String value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", type);
    object.put("value", value);
    return object;
  }

  private static Map<String, Object> header(HeaderMatch match) {
    return named(match.name(), match.value());
  }

  private static Map<String, Object> queryParam(QueryMatch match) {
    return named(match.name(), match.value());
  }

  private static Map<String, Object> named(String name, ValueMatch match) {
    Map<String, Object> object =
        match instanceof ValueMatch.Exact exact
            ? typed("Exact", exact.value())
            : typed("RegularExpression", ((ValueMatch.RegularExpression) match).value().toString());
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("type", object.get("type"));
    named.put("name", name);
    named.put("value", object.get("value"));
    return named;
  }

  private static Map<String, Object> filter(RouteFilter filter) {
    if (filter instanceof RequestHeaderModifier modifier) {
      return filter("RequestHeaderModifier", "requestHeaderModifier", headers(modifier));
    }
    if (filter instanceof UrlRewrite rewrite) {
      Map<String, Object> object = new LinkedHashMap<>();
      putUnlessNull(object, "hostname", rewrite.hostname());
      putUnlessNull(object, "path", change(rewrite.path()));
      return filter("URLRewrite", "urlRewrite", object);
    }
    RequestRedirect redirect = (RequestRedirect) filter;
    Map<String, Object> object = new LinkedHashMap<>();
    putUnlessNull(object, "scheme", redirect.scheme());
    putUnlessNull(object, "hostname", redirect.hostname());
    putUnlessNull(object, "port", redirect.port());
    putUnlessNull(object, "path", change(redirect.path()));
    object.put("statusCode", redirect.statusCode());
    return filter("RequestRedirect", "requestRedirect", object);
  }

  private static Map<String, Object> filter(String type, String field, Map<String, Object> value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", type);
    object.put(field, value);
    return object;
  }

  private static Map<String, Object> headers(RequestHeaderModifier modifier) {
    Map<String, Object> object = new LinkedHashMap<>();
    putUnlessEmpty(object, "set", namesAndValues(modifier.set()));
    putUnlessEmpty(object, "add", namesAndValues(modifier.add()));
    putUnlessEmpty(object, "remove", modifier.remove());
    return object;
  }

  private static List<Object> namesAndValues(Map<String, String> headers) {
    List<Object> list = new ArrayList<>();
    headers.forEach((name, value) -> {
      Map<String, Object> header = new LinkedHashMap<>();
      header.put("name", name);
      header.put("value", value);
      list.add(header);
    });
    return list;
  }

  private static @Nullable Map<String, Object> change(@Nullable PathChange change) {
    if (change == null) {
      return null;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    if (change instanceof PathChange.ReplaceFullPath full) {
      object.put("type", "ReplaceFullPath");
      object.put("replaceFullPath", full.value());
    } else {
      object.put("type", "ReplacePrefixMatch");
      object.put("replacePrefixMatch", ((PathChange.ReplacePrefixMatch) change).value());
    }
    return object;
  }

  private Map<String, Object> timeouts(Timeouts timeouts, String where) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (timeouts.request() != null) {
      object.put("request", duration(timeouts.request(), where + ".timeouts"));
    }
    if (timeouts.backendRequest() != null) {
      object.put("backendRequest", duration(timeouts.backendRequest(), where + ".timeouts"));
    }
    return object;
  }

  private Map<String, Object> retry(Retry retry, String where) {
    Map<String, Object> object = new LinkedHashMap<>();
    putUnlessEmpty(object, "codes", retry.codes());
    object.put("attempts", retry.attempts() - 1);
    object.put("backoff", duration(retry.backoff(), where + ".retry"));
    return object;
  }

  /** Up to four numbers of at most five digits, each with its unit. */
  private String duration(Duration duration, String where) {
    Duration rounded = duration.plusNanos(999_999);
    long hours = rounded.toHours();
    if (hours > MAX_NUMBER) {
      refuse(where, duration + " (expected: at most " + MAX_NUMBER + " hours)");
    }
    StringBuilder text = new StringBuilder();
    append(text, hours, "h");
    append(text, rounded.toMinutesPart(), "m");
    append(text, rounded.toSecondsPart(), "s");
    append(text, rounded.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private Map<String, Object> backend(BackendRef ref, String where) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (ref.service() instanceof Service.Kube kube) {
      object.put("name", kube.name());
      object.put("namespace", kube.namespace());
    } else {
      refuse(
          where,
          ref.service().hostname()
              + " (expected: a kube service; Kubernetes has no"
              + " counterpart of others)");
    }
    if (ref.port() != null) {
      object.put("port", ref.port());
    } else if (route.ports().size() == 1) {
      object.put("port", route.ports().get(0));
    } else {
      refuse(where, "no port (expected: one, or a route of one port; the Gateway API needs it)");
    }
    object.put("weight", ref.weight());
    return object;
  }

  private static void putUnlessNull(
      Map<String, Object> object, String name, @Nullable Object value) {
    if (value != null) {
      object.put(name, value);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> object, String name, List<?> value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> object, String name, Map<?, ?> value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
  }
}
