package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Dns;
import dev.torc.gateway.NodesConfig.Dns.RecordType;
import dev.torc.gateway.NodesConfig.StaticNode;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Finds the nodes in DNS, as its servers answer now: no cache of this process is asked, nor the
 * file {@code hosts}.
 *
 * <p>Every question must be answered, or there is no finding: a server that tells the addresses of
 * IPv4 and fails on those of IPv6 must not take half of the nodes away. A question goes to each
 * server in turn, twice, for a datagram may be lost; an answer that does not fit into one is
 * fetched over TCP.
 */
final class DnsNodes implements NodeLook {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int ROUNDS = 2;
  private static final String NO_ANSWER = "no answer";

  static {
    // Else the library ends its sockets while a gateway that was told to end still drains, and a
    // look that fails then is a warning about nothing. Its thread is a daemon.
    System.setProperty("dnsjava.nio.register_shutdown_hook", "false");
  }

  private final Dns config;
  private final Duration timeout;

  /**
   * Asks nothing yet.
   *
   * @param timeout how long a server may take for one answer
   */
  DnsNodes(Dns config, Duration timeout) {
    this.config = config;
    this.timeout = timeout;
  }

  static NodeSource source(Dns config) {
    return source(config, TIMEOUT);
  }

  static PolledNodes source(Dns config, Duration timeout) {
    return new PolledNodes(
        "nodes.dns " + config.name(),
        new DnsNodes(config, timeout),
        config.interval(),
        config.giveUpAfter(),
        PolledNodes.ownThread());
  }

  /** Whether a text can be looked up. */
  static boolean isName(String text) {
    try {
      Name name = Name.fromString(text, Name.root);
      // Refuses what no address of a node may have; the port is none of its business.
      return new HostPort(text, 1).host().indexOf(':') < 0
          && !NetUtil.isValidIpV4Address(text)
          && !name.equals(Name.root);
    } catch (TextParseException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Who is asked, and for which names until one exists. */
  private record Questions(List<InetSocketAddress> servers, List<Name> names) {}

  /** No answer that counts. */
  private static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    NoAnswerException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  @Override
  public Finding look() {
    try {
      Questions questions = questions();
      String problem = "no such name (NXDOMAIN)";
      for (Name name : questions.names()) {
        try {
          List<StaticNode> nodes = nodes(name, questions.servers());
          if (!nodes.isEmpty()) {
            return Finding.of(nodes, null);
          }
          problem = "no records of type " + typeText();
        } catch (NoSuchDomainException e) {
          // The next of the search path, if there is one.
        }
      }
      return Finding.problem(problem);
    } catch (NoAnswerException e) {
      return Finding.problem(e.reason);
    }
  }

  private String typeText() {
    return config.type() == RecordType.SRV ? "SRV" : "A or AAAA";
  }

  /** The system's configuration is read each time, for it changes when networks do. */
  private Questions questions() throws NoAnswerException {
    HostPort server = config.server();
    if (server != null) {
      InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
      if (address.isUnresolved()) {
        throw new NoAnswerException("the server " + server + " is not known here");
      }
      return new Questions(List.of(address), List.of(absolute()));
    }
    ResolverConfig system = new ResolverConfig();
    return new Questions(system.servers(), names(system));
  }

  /** As a stub resolver does: a name with few dots is looked for in the search domains first. */
  private List<Name> names(ResolverConfig system) {
    Name name = Name.fromConstantString(config.name());
    if (name.isAbsolute()) {
      return List.of(name);
    }
    List<Name> names = new ArrayList<>();
    for (Name domain : system.searchPath()) {
      try {
        names.add(Name.concatenate(Name.concatenate(name, domain), Name.root));
      } catch (NameTooLongException e) {
        // No such name can exist.
      }
    }
    names.add(name.labels() > system.ndots() ? 0 : names.size(), absolute());
    return names;
  }

  private Name absolute() {
    return Name.fromConstantString(config.name() + (config.name().endsWith(".") ? "" : "."));
  }

  private List<StaticNode> nodes(Name name, List<InetSocketAddress> servers)
      throws NoAnswerException, NoSuchDomainException {
    List<StaticNode> nodes = new ArrayList<>();
    int[] types =
        config.type() == RecordType.SRV ? new int[] {Type.SRV} : new int[] {Type.A, Type.AAAA};
    for (int type : types) {
      for (Record answer : ask(name, type, servers)) {
        addNode(answer, nodes);
      }
    }
    return nodes;
  }

  private void addNode(Record answer, List<StaticNode> nodes) throws NoAnswerException {
    if (answer instanceof ARecord v4) {
      nodes.add(node(text(v4.getAddress()), config.port()));
    } else if (answer instanceof AAAARecord v6) {
      nodes.add(node(text(v6.getAddress()), config.port()));
    } else if (answer instanceof SRVRecord service && !service.getTarget().equals(Name.root)) {
      // RFC 2782: the target "." says that there is no such service.
      String target = service.getTarget().toString(true).toLowerCase(Locale.ROOT);
      nodes.add(node(target, service.getPort()));
    }
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  private static StaticNode node(String host, int port) throws NoAnswerException {
    try {
      return new StaticNode(new HostPort(host, port), null, 1);
    } catch (IllegalArgumentException e) {
      throw new NoAnswerException("a record that is no address of a node: " + e.getMessage());
    }
  }

  private List<Record> ask(Name name, int type, List<InetSocketAddress> servers)
      throws NoAnswerException, NoSuchDomainException {
    String problem = "no server to ask";
    for (int round = 0; round < ROUNDS; round++) {
      for (InetSocketAddress server : servers) {
        try {
          return ask(name, type, server);
        } catch (NoAnswerException e) {
          problem = e.reason;
        }
      }
    }
    throw new NoAnswerException(problem);
  }

  private List<Record> ask(Name name, int type, InetSocketAddress server)
      throws NoAnswerException, NoSuchDomainException {
    String question =
        Type.string(type) + " of " + name + " at " + NetUtil.toSocketAddressString(server);
    // An alias may lead to further questions, and each may be asked again over TCP.
    long patience = 4 * timeout.toNanos();
    try {
      return LookupSession.builder()
          .resolver(new StrictResolver(server, timeout))
          .build()
          .lookupAsync(name, type)
          .toCompletableFuture()
          .get(patience, NANOSECONDS)
          .getRecords();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      if (e.getCause() instanceof NoSuchDomainException missing) {
        throw missing;
      }
      throw new NoAnswerException(question + ": " + reason(e));
    } catch (TimeoutException e) {
      throw new NoAnswerException(question + ": " + NO_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(question + ": interrupted");
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof TimeoutException) {
      return NO_ANSWER;
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {}

  /** Refuses an answer that is cut off over TCP too, or is none, and says why in few words. */
  private static final class StrictResolver extends SimpleResolver {

    StrictResolver(InetSocketAddress server, Duration timeout) {
      super(server);
      setTimeout(timeout);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
      return super.sendAsync(query, executor).thenApply(StrictResolver::checked);
    }

    private static Message checked(Message answer) {
      if (!answer.getHeader().getFlag(Flags.QR)) {
        throw new CompletionException(new WireParseException("a question as the answer"));
      }
      if (answer.getHeader().getFlag(Flags.TC)) {
        throw new CompletionException(new WireParseException("the answer is cut off"));
      }
      int code = answer.getRcode();
      if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
        throw new CompletionException(new IOException("the server says " + Rcode.string(code)));
      }
      return answer;
    }
  }
}
