"""Documents that come with a report, looked at by their content before they are kept. Pure: no Django."""
