package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * How a short host name is completed, as {@code resolv.conf} does.
 *
 * @param ndots a name with so many dots is first tried as it is, 0 to 15
 * @param search what is appended to a name, in order
 */
@Doc("How a short host name is completed, as in resolv.conf")
public record SearchConfig(
    @Doc("A name with so many dots is first tried as it is") @Default("1") @Range(min = 0, max = 15)
        int ndots,
    @Doc("What is appended to a name, in order") @Default("[]") List<String> search) {

  /** Names are taken as they are. */
  public static final SearchConfig NONE = new SearchConfig(1, List.of());

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of range or no host name
   */
  public SearchConfig {
    search = List.copyOf(search);
    Names.checkRange("ndots", ndots, 0, 15);
    for (String suffix : search) {
      Names.checkHostname("search", suffix);
    }
  }

  /** The names that a host name may mean, in the order to try them. */
  List<String> candidates(String hostname) {
    if (hostname.endsWith(".")) {
      return List.of(hostname.substring(0, hostname.length() - 1));
    }
    if (search.isEmpty() || isAddress(hostname)) {
      return List.of(hostname);
    }
    List<String> names = new ArrayList<>();
    for (String suffix : search) {
      names.add(hostname + "." + suffix);
    }
    boolean first = hostname.chars().filter(c -> c == '.').count() >= ndots;
    names.add(first ? 0 : names.size(), hostname);
    return names;
  }

  private static boolean isAddress(String hostname) {
    return hostname.indexOf(':') >= 0
        || hostname.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
