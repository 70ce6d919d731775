package dev.torc.cli;

import dev.torc.config.Configuration;
import dev.torc.config.Default;
import dev.torc.config.Union;
import dev.torc.config.Variant;
import dev.torc.routing.BackendRef;
import dev.torc.routing.HostnamePattern;
import dev.torc.routing.PathChange;
import dev.torc.routing.Retry;
import dev.torc.routing.Route;
import dev.torc.routing.RouteFilter;
import dev.torc.routing.RouteMatch;
import dev.torc.routing.RouteRule;
import dev.torc.routing.Service;
import dev.torc.routing.Timeouts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An {@code HTTPRoute} as the Gateway API has it, read strictly: a field that is not listed here is
 * an error. Where both sides say the same, the record is Torc's.
 */
record HttpRouteDocument(String apiVersion, String kind, Metadata metadata, Spec spec) {
  private static final String TAG = "junctionlabs.io.route.tags/";

  record Metadata(String name, String namespace, @Default("{}") Map<String, String> annotations) {}

  record Spec(
      @Default("[]") List<Parent> parentRefs,
      @Default("[]") List<HostnamePattern> hostnames,
      List<Rule> rules) {}

  record Parent(String group, String kind, String name, String namespace, @Nullable Integer port) {}

  record Rule(
      @Nullable String name,
      @Default("[]") List<RouteMatch> matches,
      @Default("[]") List<Filter> filters,
      @Default("{}") Timeouts timeouts,
      @Nullable Repetition retry,
      @Default("[]") List<Ref> backendRefs) {}

  /** Its attempts are those after the first. */
  record Repetition(@Default("[]") List<Integer> codes, int attempts, Duration backoff) {}

  record Ref(String name, String namespace, int port, int weight) {}

  @Union
  sealed interface Filter {
    @Variant("RequestHeaderModifier")
    record Headers(HeaderLists requestHeaderModifier) implements Filter {}

    @Variant("URLRewrite")
    record Rewrite(Url urlRewrite) implements Filter {}

    @Variant("RequestRedirect")
    record Redirect(Url requestRedirect) implements Filter {}
  }

  record HeaderLists(
      @Default("[]") List<Header> set,
      @Default("[]") List<Header> add,
      @Default("[]") List<String> remove) {}

  record Header(String name, String value) {}

  record Url(
      @Nullable String scheme,
      @Nullable String hostname,
      @Nullable Integer port,
      @Nullable Change path,
      @Default("0") int statusCode) {}

  @Union
  sealed interface Change {
    @Variant("ReplaceFullPath")
    record Full(String replaceFullPath) implements Change {}

    @Variant("ReplacePrefixMatch")
    record Prefix(String replacePrefixMatch) implements Change {}
  }

  static HttpRouteDocument parse(String yaml) {
    return Configuration.parse(yaml, "HTTPRoute", HttpRouteDocument.class);
  }

  /** The route that it was written from, its hosts and ports in some order. */
  Route route() {
    Set<HostnamePattern> hosts = new LinkedHashSet<>();
    Set<Integer> ports = new LinkedHashSet<>();
    for (Parent parent : spec.parentRefs) {
      hosts.add(HostnamePattern.parse(new Service.Kube(parent.name, parent.namespace).hostname()));
      if (parent.port != null) {
        ports.add(parent.port);
      }
    }
    hosts.addAll(spec.hostnames);
    Map<String, String> tags = new LinkedHashMap<>();
    metadata.annotations.forEach((name, value) -> tags.put(name.substring(TAG.length()), value));
    return new Route(
        metadata.name,
        tags,
        List.copyOf(hosts),
        List.copyOf(ports),
        spec.rules.stream().map(HttpRouteDocument::rule).toList());
  }

  private static RouteRule rule(Rule rule) {
    Repetition retry = rule.retry;
    return new RouteRule(
        rule.name,
        rule.matches,
        rule.filters.stream().map(HttpRouteDocument::filter).toList(),
        rule.timeouts,
        retry == null ? null : new Retry(retry.codes, retry.attempts + 1, retry.backoff),
        rule.backendRefs.stream()
            .map(ref ->
                new BackendRef(new Service.Kube(ref.name, ref.namespace), ref.port, ref.weight))
            .toList());
  }

  private static RouteFilter filter(Filter filter) {
    return switch (filter) {
      case Filter.Headers(HeaderLists lists) ->
          new RouteFilter.RequestHeaderModifier(map(lists.set), map(lists.add), lists.remove);
      case Filter.Rewrite(Url url) -> new RouteFilter.UrlRewrite(url.hostname, change(url.path));
      case Filter.Redirect(Url url) ->
          new RouteFilter.RequestRedirect(
              url.scheme, url.hostname, url.port, change(url.path), url.statusCode);
    };
  }

  private static Map<String, String> map(List<Header> headers) {
    Map<String, String> map = new LinkedHashMap<>();
    headers.forEach(header -> map.put(header.name, header.value));
    return map;
  }

  private static @Nullable PathChange change(@Nullable Change change) {
    return switch (change) {
      case null -> null;
      case Change.Full(String path) -> new PathChange.ReplaceFullPath(path);
      case Change.Prefix(String path) -> new PathChange.ReplacePrefixMatch(path);
    };
  }
}
