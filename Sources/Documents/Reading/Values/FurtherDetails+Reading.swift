extension FurtherDetails: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init()
        quantities = json.list("furtherQuantities")
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
        premiumFreight = json.list("premiumFreight")
    }
}

extension PremiumFreight: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(reason: json.requiredText("reason"))
        responsibility = json.text("responsibility")
        reference = json.value("reference")
        containerResponsibility = json.text("containerResponsibility")
    }
}
