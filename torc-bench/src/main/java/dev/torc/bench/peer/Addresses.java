package dev.torc.bench.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses by name. */
public final class Addresses {
  private Addresses() {}

  /** A name {@code ip:port} as an address, without asking a name server. */
  public static InetSocketAddress of(String name) {
    int colon = name.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(name.substring(0, colon)),
        Integer.parseInt(name.substring(colon + 1)));
  }
}
