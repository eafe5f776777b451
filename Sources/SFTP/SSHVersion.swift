internal import CLibSSH

/// The version of the SSH library that is loaded, for support and for comparing with security notices.
public enum SSHVersion {
    /// As `0.10.6`.
    public static var text: String {
        guard let version = ssh_version(0) else { return "unknown" }
        return String(cString: version).split(separator: "/").first.map(String.init) ?? "unknown"
    }
}
