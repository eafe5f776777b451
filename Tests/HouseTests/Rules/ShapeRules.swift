/// Rules about the size and the names of files and functions.
enum ShapeRules {
    static let fileLinesMaximum = 500
    static let functionLinesMaximum = 70

    static let shortFiles: Rule = { file in
        guard !file.isData, file.text.lineCount > fileLinesMaximum else { return [] }
        return [Offence(path: file.path, line: file.text.lineCount, what: "\(file.text.lineCount) lines")]
    }

    static let shortFunctions: Rule = { file in
        FunctionBodies.find(in: file.text).compactMap { body in
            guard body.lineCount > functionLinesMaximum else { return nil }
            return Offence(
                path: file.path, line: body.firstLine, what: "\(body.name) has \(body.lineCount) lines")
        }
    }

    /// A file without a subject draws everything to it, and a file that only keeps a place says nothing.
    static let tellingFileNames: Rule = { file in
        let vague = [
            "Utils", "Utilities", "Helpers", "Helper", "Common", "Misc", "Extensions", "Placeholder",
        ]
        let stem = String(file.name.dropLast(".swift".count))
        if vague.contains(where: { stem == $0 || stem.hasSuffix("+\($0)") }) {
            return [Offence(path: file.path, line: 1, what: "the name does not say what is in it")]
        }
        let isEmpty = file.text.code.allSatisfy { $0.isSpace }
        return isEmpty ? [Offence(path: file.path, line: 1, what: "nothing is in it")] : []
    }

    /// A test is named by what it promises: ``@Test func `a repeated number is rejected`()``.
    static let sentencesAsTestNames: Rule = { file in
        file.text.words("@Test", members: true).compactMap { offset in
            let code = file.text.code
            let declaration = String(decoding: code[offset..<min(code.count, offset + 1_500)], as: UTF8.self)
            guard let function = declaration.firstRange(of: "func ") else { return nil }
            return declaration[function.upperBound...].hasPrefix("`")
                ? nil : file.offence(at: offset, "no sentence")
        }
    }
}
