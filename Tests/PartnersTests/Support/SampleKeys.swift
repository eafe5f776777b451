/// Keys made for these tests; they open nothing.
enum SampleKeys {
    /// ssh-ed25519.
    static let ed25519 =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO2EKCarxF7x0fwIA6+IXvO2CIeZ07I4c/RtHKQswSJ9 acme-pr"
        + "od"
    /// ssh-rsa of 2048 bits.
    static let weakRSA =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDL9RggszWnOGPuauh75Y2B4kcKGRS+HbOkferZbbVtj1brHVnf"
        + "jZCzIJRLHW4StQ9TOxbjn0n5WjslcTnsd9S6boT2tfAfHmhFfFAlBSl62M5zaYtAkK1/PxqmHJnpzKMUbqYHM5/Y"
        + "bA2g4jk+8LLLEvmgPFaewD3Zlyiar7PpiDGMpv48Zarjgv7B3/q44BiG8hQ3DNJlnxtYahg6jNQgTStcL9Jrw6bF"
        + "RYqo6u9oU4POFHkI21A6igEgSDRK0sVNx0rW/3e1YOM6HdFuVU4H3FjHqbzSGzuQpIuKS9m4oHtm4sXSEbsLGcEu"
        + "Qfi3csF4Xm35Wkk/LEFcwBFnrZnl weak"
    /// ssh-rsa of 3072 bits.
    static let strongRSA =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCfGZgqqXIW+dKxwmKUSTsCEymvtbYhQF9Z8Pz1aknM92FiVvKd"
        + "TiTnubdeP3jud8Mz1E+xX4WI0kN5Zf767oKQlt83leXP39bFA/GpK3OwdHLMFi70GUeblAo+WDdy0OCeQGnT6prL"
        + "w45hBmtDtZ/JpYCQjIszThglE0cKlYt8DnS2ak1iVLJGzJuNzgdson/ttxMMADRVkyw28wzI6RkcU93dS09oWQxI"
        + "jvu/bmZruEvLD+nFTIUQTvYAbXOPKL6iiQBCLZ0qPqiWpb3mUoYv4N4BNkwhmKCmGGlzzZSPYCucQ8G7ESF+Dpai"
        + "SnagXvTGeyUtXYyuLA9W1Ylo8oB/x+IhlbRVpaba7dsNX7GrC+KJiM/M9r04MNz9BHPnJ7iZIB0FcEXJSP1czImR"
        + "3Kf+NfLO/XAFYYcDcf4CW2H8PzQ1g5S8IrddPXMm5SH/qGnNCbVEmjSMoAdJWpLd7Y5FDVOOgKd0IxueRJx6fXr+"
        + "jWabjsSYAcFf7IrAydhA3Is= strong"
    /// ecdsa over NIST P-256.
    static let p256 =
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBKqpdxButNPHjc65"
        + "JSLZq+SwWGWh+xhUAcGNoLMi0qzgUCHIIj7CODcuKZPEIJmnxyRl7GldPKZiSKiOXqyOLiM= e"
    /// ecdsa over NIST P-521.
    static let p521 =
        "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAEDww5GtqxiX4dE"
        + "Mgkz7GUNhMCJ6fmoC+ZSsrioV+HnCeNOMBcAEYsfVKX9gKzLrtxu0+AilHYNWvQIdeiivcpCxgC4S6NUfrdoy4jP"
        + "gQeEMJBeQCl9VdoHxjINq0I6gHyRbZzqgPkU6zvUEkt7GVqK/G2604we3QIys0By6pJytKmZ+w== e"
    /// A private ssh-ed25519 key.
    static let privateKey = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
        QyNTUxOQAAACDtb2a9DAVjet4gOoRFNe2SrrnNRbf5fN315OETVvjobgAAAJCA61CQgOtQ
        kAAAAAtzc2gtZWQyNTUxOQAAACDtb2a9DAVjet4gOoRFNe2SrrnNRbf5fN315OETVvjobg
        AAAECBn/e1z/c1CSjZFIOFhM+1fuRlDsYeKxqyDIn+Tg20be1vZr0MBWN63iA6hEU17ZKu
        uc1Ft/l83fXk4RNW+OhuAAAABnNhbXBsZQECAwQFBgc=
        -----END OPENSSH PRIVATE KEY-----
        """
    /// A private ssh-ed25519 key that asks for a passphrase.
    static let closedPrivateKey = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABDsuKev6K
        3/07ADj4fqIUBMAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIF9sqoU08luKihFQ
        GIJaSqgP69RoQypgcWVB9g8VZdkGAAAAkCdfc0QiratR6t+YfTuwalPdTkQpkZUzI9an+p
        emG4Yz0ZQA/AoQNB2oFQ0tOAo424MRpxeWA2mQYP54y8c+uPA0R3rsYtooGVEuwve73cOE
        kLQx7jZkBn1HKtDewa3pq0FbBQ2eVkWWp1/7EjU2VjfiWm7NFNRoYfFdsfyc9yL+phmbdI
        BBJl7evYq07u+ObQ==
        -----END OPENSSH PRIVATE KEY-----
        """
}
