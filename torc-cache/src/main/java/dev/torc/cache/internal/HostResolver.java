package dev.torc.cache.internal;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks host names up away from the event loops: the JDK's look-up blocks, for seconds if a name
 * server is gone.
 */
final class HostResolver {

  /** Its threads end after a minute without work. */
  private static final ExecutorService LOOKUPS =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "torc-host-lookup");
        thread.setDaemon(true);
        return thread;
      });

  private HostResolver() {}

  /**
   * The address to connect to: at once if the host is an IP address, else when the look-up ends.
   */
  static CompletableFuture<InetSocketAddress> resolve(InetSocketAddress address) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(address.getHostString());
    // A literal is looked up at once, but may fail too: its zone may not be one of this machine's.
    return CompletableFuture.supplyAsync(
        () -> lookUp(address), literal == null ? LOOKUPS : Runnable::run);
  }

  private static InetSocketAddress lookUp(InetSocketAddress address) {
    try {
      return new InetSocketAddress(
          InetAddress.getByName(address.getHostString()), address.getPort());
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }
}
