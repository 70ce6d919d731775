package dev.torc.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** A way to reach the network: which event loops, and which sockets fit them. */
public enum Transport {
  /** Linux's epoll through Netty's native library. */
  EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
  /** The JDK's selectors, everywhere. */
  NIO(NioServerSocketChannel.class, NioSocketChannel.class);

  private final Class<? extends ServerSocketChannel> serverSocket;
  private final Class<? extends SocketChannel> socket;

  Transport(
      Class<? extends ServerSocketChannel> serverSocket, Class<? extends SocketChannel> socket) {
    this.serverSocket = serverSocket;
    this.socket = socket;
  }

  /** The fastest one that works here. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /**
   * Starts event loops.
   *
   * @param threads at least 1
   * @param name of the threads, which are daemons
   */
  public EventLoopGroup eventLoops(int threads, String name) {
    IoHandlerFactory io =
        switch (this) {
          case EPOLL -> EpollIoHandler.newFactory();
          case NIO -> NioIoHandler.newFactory();
        };
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
  }

  /** The kind of listening socket that fits the event loops. */
  public Class<? extends ServerSocketChannel> serverSocket() {
    return serverSocket;
  }

  /** The kind of connected socket that fits the event loops. */
  public Class<? extends SocketChannel> socket() {
    return socket;
  }
}
