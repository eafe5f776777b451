internal import CLibSSH

/// Showing who we are, by the methods the server offers.
extension SSHClientSession {
    /// Questions in a row after which an interactive login is given up.
    private static let roundLimit = 8

    /// Logs in; several credentials are shown one after another when the server wants more than one.
    func logIn(_ credentials: [ClientCredential], user: String, _ limit: StepLimit) throws(ClientError) {
        var shown: [String] = []
        var status = try repeating(limit, again: SSH_AUTH_AGAIN.rawValue) {
            ssh_userauth_none(raw, nil)
        }
        if status == SSH_AUTH_SUCCESS.rawValue { return }
        var left = credentials
        while !left.isEmpty {
            if status == SSH_AUTH_ERROR.rawValue { throw ended(shown, limit) }
            let methods = OfferedMethods(rawValue: ssh_userauth_list(raw, nil))
            guard let index = left.firstIndex(where: { methods.accepts($0) }) else { break }
            let credential = left.remove(at: index)
            shown.append(credential.description)
            status = try show(credential, methods, user: user, limit)
            if status == SSH_AUTH_SUCCESS.rawValue { return }
        }
        if status == SSH_AUTH_ERROR.rawValue { throw ended(shown, limit) }
        let methods = OfferedMethods(rawValue: ssh_userauth_list(raw, nil))
        let wanted = methods.names.joined(separator: ", ")
        let isPartial = status == SSH_AUTH_PARTIAL.rawValue
        let tried = shown.isEmpty ? "nothing we have fits" : "we showed \(shown.joined(separator: ", then "))"
        throw limit.error(
            .loginRefused,
            "\(limit.server): the login \(user) is refused (\(tried); the server "
                + (isPartial ? "asks in addition for: " : "takes: ")
                + "\(wanted)); check the login name and what the partner registered for us",
            ["methods": wanted, "shown": shown.joined(separator: ", ")])
    }

    private func show(
        _ credential: ClientCredential, _ methods: OfferedMethods, user: String, _ limit: StepLimit
    ) throws(ClientError) -> Int32 {
        switch credential {
        case .privateKey(let pem, let passphrase):
            let key = try ClientKey(pem: pem, passphrase: passphrase, limit)
            let pointer = key.raw
            let status = try repeating(limit, again: SSH_AUTH_AGAIN.rawValue) {
                ssh_userauth_publickey(raw, nil, pointer)
            }
            _ = consume key
            return status
        case .password(let password):
            if methods.contains(.password) {
                let status = try send(password: password, user: user, limit)
                guard status == SSH_AUTH_DENIED.rawValue, methods.contains(.interactive) else {
                    return status
                }
            }
            return try answerQuestions(with: password, user: user, limit)
        }
    }

    /// Shows a password.
    ///
    /// A request for a new password (type 60) the library turns down as out of place, and waits on.
    private func send(password: String, user: String, _ limit: StepLimit) throws(ClientError) -> Int32 {
        var isNewWanted = false
        let status = try repeating(limit, again: SSH_AUTH_AGAIN.rawValue) {
            let status = ssh_userauth_password(raw, nil, password)
            isNewWanted =
                status != SSH_AUTH_SUCCESS.rawValue && errorText.contains("rejected packet (type 60)")
            return isNewWanted ? SSH_AUTH_ERROR.rawValue : status
        }
        if isNewWanted { throw expired("", user: user, limit) }
        return status
    }

    private func answerQuestions(
        with password: String, user: String, _ limit: StepLimit
    ) throws(ClientError) -> Int32 {
        var isAnswered = false
        for _ in 0..<Self.roundLimit {
            let status = try repeating(limit, again: SSH_AUTH_AGAIN.rawValue) {
                ssh_userauth_kbdint(raw, nil, nil)
            }
            guard status == SSH_AUTH_INFO.rawValue else { return status }
            let said = PlainText.line(
                Self.text(ssh_userauth_kbdint_getname(raw)) + " "
                    + Self.text(ssh_userauth_kbdint_getinstruction(raw)))
            let count = max(ssh_userauth_kbdint_getnprompts(raw), 0)
            if InteractivePrompt.asksForChange(said) { throw expired(said, user: user, limit) }
            for index in 0..<UInt32(count) {
                let prompt = PlainText.line(Self.text(ssh_userauth_kbdint_getprompt(raw, index, nil)))
                if InteractivePrompt.asksForChange(prompt) { throw expired(prompt, user: user, limit) }
                guard count == 1, !isAnswered, InteractivePrompt.asksForPassword(prompt) else {
                    throw limit.error(
                        .loginRefused,
                        "\(limit.server): the server asks \"\(prompt)\", which only a person can answer; ask its"
                            + " operator for a login by key or plain password", ["prompt": prompt])
                }
                guard ssh_userauth_kbdint_setanswer(raw, index, password) == SSH_OK else { throw lost(limit) }
                isAnswered = true
            }
        }
        throw limit.error(.loginRefused, "\(limit.server): the server asks without end while logging in")
    }

    private func expired(_ said: String, user: String, _ limit: StepLimit) -> ClientError {
        limit.error(
            .passwordExpired,
            "\(limit.server): the password of \(user) has expired, the server wants a new one"
                + (said.isEmpty ? "" : " (\"\(said)\")") + "; agree on one with its operator and store it",
            ["text": said])
    }

    private func ended(_ shown: [String], _ limit: StepLimit) -> ClientError {
        let text = errorText
        guard text.contains("Too many") || text.contains("uthentication fail") else { return lost(limit) }
        return limit.error(
            .loginRefused,
            "\(limit.server): the server ended the connection after \(shown.joined(separator: ", ")) was refused"
                + " (\(PlainText.line(text)))", ["text": PlainText.line(text)])
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}

/// The methods a server offers, as the library's bits.
private struct OfferedMethods: OptionSet {
    let rawValue: Int32

    static let password = OfferedMethods(rawValue: 2)
    static let publicKey = OfferedMethods(rawValue: 4)
    static let interactive = OfferedMethods(rawValue: 16)

    func accepts(_ credential: ClientCredential) -> Bool {
        switch credential {
        case .privateKey: contains(.publicKey)
        case .password: contains(.password) || contains(.interactive)
        }
    }

    /// As the protocol calls them.
    var names: [String] {
        [
            (1, "none"), (2, "password"), (4, "publickey"), (8, "hostbased"), (16, "keyboard-interactive"),
            (32, "gssapi-with-mic"),
        ].filter { rawValue & $0.0 != 0 }.map(\.1)
    }
}

/// What a server means by a question.
enum InteractivePrompt {
    /// Whether a password is what is asked for.
    static func asksForPassword(_ prompt: String) -> Bool {
        let text = prompt.lowercased()
        return text.contains("password") || text.contains("passwort") || text.contains("passcode")
            || text.contains("mot de passe") || text.contains("contraseña")
    }

    /// Whether the server wants a new password.
    static func asksForChange(_ prompt: String) -> Bool {
        let text = prompt.lowercased()
        return [
            "expired", "new password", "change your password", "must change", "retype", "current password",
        ]
        .contains { text.contains($0) }
    }
}
