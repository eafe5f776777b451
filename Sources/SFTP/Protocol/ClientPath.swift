/// A path as a client wrote it, made into the form the file system sees.
enum ClientPath {
    /// The longest single name in bytes: what the file systems below can hold.
    static let nameBytes = 255

    /// Answers `/` or `/a/b`: absolute, without `.`, `..` or empty names; `..` above the root stays at the
    /// root.
    ///
    /// - Throws: ``SFTPError`` with a sentence for a path that is too long, is no UTF-8 or holds control
    ///   characters.
    static func normalise(_ bytes: [UInt8], limit: Int) throws(SFTPError) -> String {
        guard bytes.count <= limit else {
            throw SFTPError(code: .failure, message: "the path is longer than \(limit) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SFTPError(code: .failure, message: "the name is not valid UTF-8")
        }
        guard !text.unicodeScalars.contains(where: isControl) else {
            throw SFTPError(code: .failure, message: "the name contains a control character")
        }
        var names: [ArraySlice<UInt8>] = []
        for name in bytes.split(separator: UInt8(ascii: "/")) {
            if name.elementsEqual(".".utf8) { continue }
            if name.elementsEqual("..".utf8) {
                _ = names.popLast()
                continue
            }
            guard name.count <= nameBytes else {
                throw SFTPError(
                    code: .failure, message: "a name in the path is longer than \(nameBytes) bytes")
            }
            names.append(name)
        }
        return names.isEmpty ? "/" : names.map { "/" + String(decoding: $0, as: UTF8.self) }.joined()
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
