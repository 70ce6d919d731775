package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Range;
import dev.torc.config.Union;
import dev.torc.config.Variant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule changes before a request is sent, as the filters of the Gateway API do. */
@Union
@Doc("What is changed before a request is sent")
public sealed interface RouteFilter {

  /**
   * Changes headers: first sets, then adds, then removes.
   *
   * @param set by name, instead of what is there
   * @param add by name, besides what is there
   * @param remove names
   */
  @Variant("RequestHeaderModifier")
  @Doc("Changes headers: first sets, then adds, then removes")
  record RequestHeaderModifier(
      @Doc("Headers to have instead of those there") @Default("{}") Map<String, String> set,
      @Doc("Headers to have besides those there") @Default("{}") Map<String, String> add,
      @Doc("Names of headers to leave out") @Default("[]") List<String> remove)
      implements RouteFilter {

    /**
     * Checks the headers.
     *
     * @throws IllegalArgumentException if a name is none, or a value has a line break
     */
    public RequestHeaderModifier {
      set = inOrder(set);
      add = inOrder(add);
      remove = List.copyOf(remove);
      set.forEach(RouteFilter::checkHeader);
      add.forEach(RouteFilter::checkHeader);
      remove.forEach(name -> Names.checkToken("remove", name));
    }
  }

  /**
   * Sends the request elsewhere than its URL says. The route and its backend stay.
   *
   * @param hostname the new one, null to keep it
   * @param path the new one, null to keep it
   */
  @Variant("UrlRewrite")
  @Doc("Changes the host or the path that the endpoint sees")
  record UrlRewrite(
      @Doc("The new host name; kept if not given") @Nullable String hostname,
      @Doc("The new path; kept if not given") @Nullable PathChange path)
      implements RouteFilter {

    /**
     * Checks the host name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public UrlRewrite {
      if (hostname != null) {
        Names.checkHostname("hostname", hostname);
      }
    }
  }

  /**
   * Answers with a redirection, without any endpoint.
   *
   * @param scheme {@code http} or {@code https}, null to keep it
   * @param hostname null to keep it
   * @param port null to keep it, or with a scheme for that scheme's
   * @param path null to keep it
   * @param statusCode 301, 302, 303, 307 or 308
   */
  @Variant("RequestRedirect")
  @Doc("Answers with a redirection, without any endpoint")
  record RequestRedirect(
      @Doc("`http` or `https`; kept if not given") @Nullable String scheme,
      @Doc("The new host name; kept if not given") @Nullable String hostname,
      @Doc("The new port; kept if not given, or that of a new scheme") @Nullable Integer port,
      @Doc("The new path; kept if not given") @Nullable PathChange path,
      @Doc("301, 302, 303, 307 or 308") @Default("302") @Range(min = 301, max = 308) int statusCode)
      implements RouteFilter {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is not as described
     */
    public RequestRedirect {
      if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
        throw Names.invalid("scheme", scheme, "http or https");
      }
      if (hostname != null) {
        Names.checkHostname("hostname", hostname);
      }
      if (port != null) {
        Names.checkPort("port", port);
      }
      if (!List.of(301, 302, 303, 307, 308).contains(statusCode)) {
        throw new IllegalArgumentException(
            "statusCode: " + statusCode + " (expected: 301, 302, 303, 307 or 308)");
      }
    }
  }

  /** Unmodifiable, in the order given, so that what is written of it is always the same. */
  private static Map<String, String> inOrder(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static void checkHeader(String name, String value) {
    Names.checkToken("header", name);
    if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
      throw Names.invalid(name, value, "text without control characters");
    }
  }
}
