package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Union;
import dev.torc.config.Variant;

/** A logical target of requests, known by one host name, whoever serves it now. */
@Union
@Doc("A logical target of requests")
public sealed interface Service {

  /** The name that a URL has for it. */
  String hostname();

  /**
   * A service of Kubernetes.
   *
   * @param name its name there
   * @param namespace its namespace
   */
  @Variant(value = "kube", aliases = "k8s")
  @Doc("A Service of Kubernetes, called `name.namespace.svc.cluster.local`")
  record Kube(@Doc("Its name") String name, @Doc("Its namespace") String namespace)
      implements Service {

    static final String SUFFIX = ".svc.cluster.local";

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is not a name: 1 to 63 of a-z, 0-9 and -, beginning
     *     with a letter, not ending with -
     */
    public Kube {
      Names.checkName("name", name);
      Names.checkName("namespace", namespace);
    }

    @Override
    public String hostname() {
      return name + "." + namespace + SUFFIX;
    }
  }

  /**
   * A name of the DNS.
   *
   * @param hostname in lower case, at most 253 characters
   */
  @Variant("dns")
  @Doc("A name of the DNS")
  record Dns(@Doc("The name, in lower case") String hostname) implements Service {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Dns {
      Names.checkHostname("hostname", hostname);
    }
  }

  /**
   * A service whose endpoints are listed in the configuration.
   *
   * @param name also its host name
   */
  @Variant("static")
  @Doc("A service whose addresses are listed in its backend, called by its name")
  record Static(@Doc("Its name") String name) implements Service {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Static {
      Names.checkName("name", name);
    }

    @Override
    public String hostname() {
      return name;
    }
  }
}
