extension FurtherDetails: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        quantities = json.list("quantities")
        leadTimes = json.list("leadTimes")
        conditions = json.list("conditions")
        requirements = json.list("requirements")
        accounting = json.list("accounting")
        periodAmounts = json.list("periodAmounts")
        percentages = json.list("percentages")
        restrictions = json.list("restrictions")
        specialHandling = json.list("specialHandling")
        paperwork = json.list("paperwork")
        industryCodes = json.list("industryCodes")
        services = json.list("services")
        commodities = json.list("commodities")
        priceChanges = json.list("priceChanges")
    }
}
