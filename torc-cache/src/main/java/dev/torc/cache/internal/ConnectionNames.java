package dev.torc.cache.internal;

/**
 * How connections are called on the nodes, so that those of a cache can be told from others', and
 * those of a gateway from another's.
 *
 * @param cluster of the cache
 * @param gateway which, without spaces
 */
public record ConnectionNames(String cluster, String gateway) {

  /** Of connections that operations run on. */
  public String data() {
    return name("data");
  }

  /** Of connections that only look. */
  public String observe() {
    return name("observe");
  }

  /** Of connections that end others. */
  public String fence() {
    return name("fence");
  }

  /** Of connections that let nodes in. */
  public String admit() {
    return name("admit");
  }

  /** Of connections that copy keys; the same for all gateways, for one copies at a time. */
  public String copy() {
    return "torc:" + cluster + ":copy";
  }

  private String name(String purpose) {
    return "torc:" + cluster + ":" + gateway + ":" + purpose;
  }
}
