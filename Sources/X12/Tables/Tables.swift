/// The facts of X12 as text, one table a file; ``TableReader`` reads them.
enum Tables {}
